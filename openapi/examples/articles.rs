//! Examples of `articles`: the body of each function is the example of the method of its name.

async fn create(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{ArticleParentType, ArticleState, CreateArticle};

    let article = CreateArticle::title("How to return a parcel")
        .author_id("991268363")
        .body("<p>Print the label first.</p>")
        .parent_id("145")
        .parent_type(ArticleParentType::Collection)
        // A draft unless this is set.
        .state(ArticleState::Published);
    let article = intercom.articles().create(article).await?;
    println!("{}: {:?}", article.id, article.url);
    Ok(())
}

async fn search(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let mut articles = intercom.articles().search().phrase("start").items();
    while let Some(article) = articles.next().await {
        let article = article?;
        println!("{}: {:?}", article.id, article.title);
    }
    Ok(())
}

async fn update(intercom: &Client) -> Result<(), Box<dyn Error>> {
    use intercom_api::types::{ArticleState, UpdateArticle};

    let changes = UpdateArticle::new()
        .title("How to start")
        .state(ArticleState::Draft);
    let article = intercom.articles().update("100", changes).await?;
    println!("{}: {:?}", article.id, article.state);
    Ok(())
}
