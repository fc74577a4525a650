//! An article with its translations.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Article {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub workspace_id: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub body: Option<String>,
    pub author_id: Option<i64>,
    pub state: Option<String>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub url: Option<String>,
    pub parent_id: Option<i64>,
    pub parent_ids: Vec<i64>,
    pub parent_type: Option<String>,
    pub default_locale: Option<String>,
    pub translated_content: Option<ArticleTranslatedContent>,
    pub tags: Option<Tags>,
    pub content_id: Option<String>,
    pub statistics: Option<ArticleStatistics>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ArticleStatistics {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub views: Option<i64>,
    pub conversions: Option<i64>,
    pub reactions: Option<i64>,
    pub happy_reaction_percentage: Option<f64>,
    pub neutral_reaction_percentage: Option<f64>,
    pub sad_reaction_percentage: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Tags {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub tags: Vec<Tag>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Tag {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: String,
    pub name: Option<String>,
    pub applied_at: Option<i64>,
    pub applied_by: Option<Reference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reference {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ArticleTranslatedContent {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub ar: Option<ArticleContent>,
    pub bg: Option<ArticleContent>,
    pub bs: Option<ArticleContent>,
    pub ca: Option<ArticleContent>,
    pub cs: Option<ArticleContent>,
    pub da: Option<ArticleContent>,
    pub de: Option<ArticleContent>,
    pub el: Option<ArticleContent>,
    pub en: Option<ArticleContent>,
    pub es: Option<ArticleContent>,
    pub et: Option<ArticleContent>,
    pub fi: Option<ArticleContent>,
    pub fr: Option<ArticleContent>,
    pub he: Option<ArticleContent>,
    pub hr: Option<ArticleContent>,
    pub hu: Option<ArticleContent>,
    pub id: Option<ArticleContent>,
    pub it: Option<ArticleContent>,
    pub ja: Option<ArticleContent>,
    pub ko: Option<ArticleContent>,
    pub lt: Option<ArticleContent>,
    pub lv: Option<ArticleContent>,
    pub mn: Option<ArticleContent>,
    pub nb: Option<ArticleContent>,
    pub nl: Option<ArticleContent>,
    pub pl: Option<ArticleContent>,
    pub pt: Option<ArticleContent>,
    pub ro: Option<ArticleContent>,
    pub ru: Option<ArticleContent>,
    pub sl: Option<ArticleContent>,
    pub sr: Option<ArticleContent>,
    pub sv: Option<ArticleContent>,
    pub tr: Option<ArticleContent>,
    pub vi: Option<ArticleContent>,
    #[serde(rename = "pt-BR")]
    pub pt_br: Option<ArticleContent>,
    #[serde(rename = "zh-CN")]
    pub zh_cn: Option<ArticleContent>,
    #[serde(rename = "zh-TW")]
    pub zh_tw: Option<ArticleContent>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ArticleContent {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub body: Option<String>,
    pub author_id: Option<i64>,
    pub state: Option<String>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub url: Option<String>,
}
