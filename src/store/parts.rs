//! What a platform SKU stands for (对应关系), as one query that facts and lists share.

/// `listing_id, sku_id, qty, place`: one row for each own SKU in a platform SKU, `place` counting from 1; `sku_id` is 0 where a mapping names
/// an own SKU that no product sheet knows yet. The owner's mapping comes first (that of the platform before that of any platform); without
/// one, an own SKU with the listing's seller code stands for itself. Nothing of this is stored: a product sheet that arrives later maps by
/// itself whatever it can.
pub(super) const PARTS: &str = "(
    WITH chosen AS (
        SELECT l.id AS listing_id, coalesce(s.id, 0) AS sku_id, m.qty, m.id AS made, m.platform AS scope,
               max(m.platform) OVER (PARTITION BY l.id) AS best
        FROM listing l JOIN mapping m ON m.key = l.key AND m.platform IN (0, l.platform) LEFT JOIN sku s ON s.code = m.sku_code)
    SELECT listing_id, sku_id, qty, row_number() OVER (PARTITION BY listing_id ORDER BY sku_id = 0, made) AS place
    FROM chosen WHERE scope = best
    UNION ALL
    SELECT l.id, s.id, 1, 1 FROM listing l JOIN sku s ON s.code = l.sku_code
    WHERE l.id NOT IN (SELECT listing_id FROM chosen))";
