//! Finding Chinese words by pinyin (拼音搜索): 销售 answers to `销`, `xiaoshou`, `xiaos` and `xs`.

use pinyin::ToPinyin;

/// How well `words` answer to `query`, larger is better; `None` when they do not.
pub fn score(words: &str, query: &str) -> Option<u32> {
    let query: String = query.trim().to_lowercase();
    if query.is_empty() {
        return Some(0);
    }
    let plain = words.to_lowercase();
    if plain == query {
        return Some(100);
    }
    if plain.starts_with(&query) {
        return Some(90);
    }
    if plain.contains(&query) {
        return Some(70);
    }
    if !query.is_ascii() {
        return None;
    }
    let query: String = query.chars().filter(|c| !c.is_whitespace()).collect();
    let initials = initials(words);
    if initials.starts_with(&query) {
        return Some(80);
    }
    if syllables_from(words, &query) {
        // 库存 before 库存分析, which begins alike.
        return Some(if syllables(words).concat() == query { 78 } else { 75 });
    }
    initials.contains(&query).then_some(50)
}

/// The first letter of each syllable and word: 订单 → `dd`.
pub fn initials(words: &str) -> String {
    let mut initials = String::new();
    let mut in_word = false;
    for c in words.chars() {
        if let Some(syllable) = c.to_pinyin() {
            initials.push_str(syllable.first_letter());
            in_word = false;
        } else if c.is_alphanumeric() {
            if !in_word {
                initials.extend(c.to_lowercase());
            }
            in_word = true;
        } else {
            in_word = false;
        }
    }
    initials
}

/// The pinyin of each character; what has none stays as it is.
fn syllables(words: &str) -> Vec<String> {
    let plain = |c: char| c.to_pinyin().map_or_else(|| c.to_lowercase().collect(), |one| one.plain().to_owned());
    words.chars().filter(|c| !c.is_whitespace()).map(plain).collect()
}

/// Whether `query` begins the pinyin of the words from any of their syllables on, the last syllable perhaps cut short.
fn syllables_from(words: &str, query: &str) -> bool {
    let syllables = syllables(words);
    (0..syllables.len()).any(|from| syllables.get(from..).is_some_and(|rest| rest.concat().starts_with(query)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_words_answer_to_pinyin_and_initials() {
        for query in ["销", "销售", "xiaoshou", "xiaos", "xs", "shou", "XS", " xiao shou "] {
            assert!(score("销售", query).is_some(), "{query}");
        }
        for query in ["客", "kh", "xz"] {
            assert!(score("销售", query).is_none(), "{query}");
        }
        assert_eq!(initials("未映射 SKU"), "wyss");
    }

    #[test]
    fn the_beginning_counts_more_than_the_middle() {
        assert!(score("订单", "dd") > score("打开订单", "dd"));
        assert!(score("库存", "kucun") > score("库存分析", "kucun"));
        assert!(score("Sales", "sal") > score("Open sales", "sal"));
    }
}
