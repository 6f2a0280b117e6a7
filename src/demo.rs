//! A believable shop from a seed (示例店铺): as drafts for the shop file and as the platforms' export files.
