//! Writes a help center article in two languages.
//!
//! ```text
//! cargo run -p intercom-api --example translated_articles
//! ```

use std::error::Error;

use intercom_api::Client;
use intercom_api::types::{
    ArticleContent, ArticleState, ArticleTranslatedContent, CreateArticle, UpdateArticle,
};
use intercom_simulator::Workspace;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // With an account, `Client::from_env()?` takes the place of these lines.
    let workspace = Workspace::builder().start().await?;
    let intercom = Client::builder()
        .token(workspace.token())
        .base_url(workspace.base_url())
        .build()?;
    run(&intercom).await
}

pub(crate) async fn run(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let me = intercom.admins().me().await?;
    let spanish = ArticleContent::new()
        .title("Devolver un paquete")
        .body("<p>Imprime primero la etiqueta.</p>")
        .author_id(&me.id)
        .state(ArticleState::Draft);
    // Title and body of the article itself are those of the help center's default language.
    let article = CreateArticle::title("How to return a parcel")
        .author_id(&me.id)
        .body("<p>Print the label first.</p>")
        .translated_content(ArticleTranslatedContent::new().es(spanish));
    let article = intercom.articles().create(article).await?;

    // An article is a draft until it is published.
    let publish = UpdateArticle::new().state(ArticleState::Published);
    let article = intercom.articles().update(&article.id, publish).await?;
    println!("{}: {:?} is {:?}", article.id, article.title, article.state);
    Ok(())
}
