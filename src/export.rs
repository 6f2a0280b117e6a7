//! Tables and charts as files (导出): xlsx, csv, svg, png.
