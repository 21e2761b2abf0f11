namespace ProxyCapi.Tests.Extraction.Discovery.Bodies;

public class LeadAnswerSourceTests
{
    private const string Confirmation = "<html><body><div id='gform_confirmation_wrapper_3' class='gform_confirmation_wrapper'>Thanks</div></body></html>";

    [Fact]
    public void ContactForm7_ThatWasSent_IsALead_WithTheFormsVisitor()
    {
        var exchange = Form("""{"contact_form_id":5,"status":"mail_sent","message":"Thank you"}""", "application/json");

        Assert.Equal("Lead - - -", exchange.One());
        Assert.Equal(["a@example.com"], exchange.Read().Conversions[0].UserData["em"]);
    }

    [Theory]
    [InlineData("validation_failed")]
    [InlineData("acceptance_missing")]
    [InlineData("spam")]
    [InlineData("mail_failed")]
    public void ContactForm7_ThatWasNotSent_IsNothing(string status) =>
        Assert.Contains(status, Form($$"""{"contact_form_id":5,"status":"{{status}}"}""", "application/json").Nothing(), StringComparison.Ordinal);

    [Fact]
    public void GravityForms_ThatAnswersAPost_IsALead() => Assert.Equal("Lead - - -", Form(Confirmation, "text/html").One());

    [Fact]
    public void GravityForms_OnAPageThatIsOnlyLookedAt_IsNothing() => TestExchange.Page(Confirmation).Nothing();

    [Fact]
    public void GravityForms_WhoseNameStandsInAScript_IsNothing() =>
        Form("<html><body><script>var a = \"#gform_confirmation_wrapper_3\";</script></body></html>", "text/html").Nothing();

    private static TestExchange Form(string answer, string contentType) =>
        TestExchange.Posted("your-name=Ann&your-email=a%40example.com", "application/x-www-form-urlencoded") with { ResponseBody = TestExchange.Body(answer, contentType) };
}
