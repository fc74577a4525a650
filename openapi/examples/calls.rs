//! Examples of `calls`: the body of each function is the example of the method of its name.

async fn get_recording(intercom: &Client) -> Result<(), Box<dyn Error>> {
    let file = std::env::temp_dir().join("call-5001.mp3");
    let recording = intercom.calls().get_recording("5001").stream();
    let bytes = recording.write_to(&file).await?;
    println!("{bytes} bytes in {}", file.display());
    Ok(())
}
