namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>Scripts of a theme that stand on every page and know the right one by its elements.</summary>
public class ElementConditionTests
{
    private const string Page = "<body class='order-received shop'><b class='thanks' id='thanks'></b>";

    [Theory]
    [InlineData("document.querySelector('.thanks')", "document.querySelector('.none')")]
    [InlineData("document.querySelector('.thanks') !== null", "document.querySelector('.none') !== null")]
    [InlineData("null != document.getElementById('thanks')", "null != document.getElementById('none')")]
    [InlineData("!!document.getElementById('thanks')", "!!document.getElementById('none')")]
    [InlineData("document.querySelectorAll('.thanks').length", "document.querySelectorAll('.none').length")]
    [InlineData("document.getElementsByClassName('thanks').length > 0", "document.getElementsByClassName('none').length > 0")]
    [InlineData("document.getElementsByClassName('thanks')[0]", "document.getElementsByClassName('none')[0]")]
    [InlineData("$('.thanks')[0]", "$('.none')[0]")]
    [InlineData("$('.thanks').length", "$('.none').length")]
    [InlineData("document.body.classList.contains('order-received')", "document.body.classList.contains('none')")]
    [InlineData("$('body').hasClass('order-received')", "$('body').hasClass('none')")]
    public void Condition_OnAnElement_HoldsIfThePageHasIt(string there, string missing)
    {
        Assert.Single(Discover.Page($"{Page}<script>if ({there}) fbq('track', 'Purchase', {{value: 5, currency: 'EUR'}})</script>").Events);
        Assert.Empty(Discover.Page($"{Page}<script>if ({missing}) fbq('track', 'Purchase', {{value: 5, currency: 'EUR'}})</script>").Events);
        Assert.Empty(Discover.Page($"{Page}<script>(function () {{ if (!({missing})) return; fbq('track', 'Purchase', {{value: 5, currency: 'EUR'}}) }})()</script>").Events);
    }

    [Theory]
    [InlineData("if (!document.getElementById('pixel-done')) ")]
    [InlineData("var e = document.getElementById('none') ?? document.getElementById('thanks'); if (e) ")]
    [InlineData("if (document.querySelector('.made-by-scripts .inside')) ")]
    public void Condition_ThatHoldsWithoutTheElementOrCannotBeKnown_LetsTheCallCount(string condition) =>
        Assert.Single(Discover.Page($"{Page}<script>{condition} fbq('track', 'Purchase', {{value: 5, currency: 'EUR'}})</script>").Events);

    [Fact]
    public void Value_OfAnElementThatIsMissing_IsUnknown() =>
        Assert.Equal("Purchase fbq: currency=EUR", Discover.Page($"{Page}<script>fbq('track', 'Purchase', {{value: document.querySelector('.none')?.textContent, currency: 'EUR'}})</script>").Print());
}
