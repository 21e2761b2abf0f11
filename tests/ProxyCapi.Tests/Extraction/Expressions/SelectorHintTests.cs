using AngleSharp.Html.Parser;
using CsCheck;
using ProxyCapi.Extraction.Expressions;

namespace ProxyCapi.Tests.Extraction.Expressions;

public class SelectorHintTests
{
    [Theory]
    [InlineData(".order-total bdi")]
    [InlineData("tr.item > td.price")]
    [InlineData("#order_total")]
    [InlineData("div.paid:nth-child(2)")]
    [InlineData(".paid[data-x='.none']")]
    [InlineData("p.paid:not(.failed)")]
    public void MayMatch_PageWithoutTheName_IsNo(string selector) =>
        Assert.False(SelectorHint.Of(selector).MayMatch("<div class=cart><p>nothing of it</p></div>"));

    [Theory]
    [InlineData("b")]
    [InlineData(".a, .b")]
    [InlineData(".ab")]
    [InlineData("[data-total]")]
    [InlineData(":is(.paid, .done)")]
    [InlineData(":not(:is(.paid))")]
    [InlineData(@".md\:paid")]
    [InlineData("")]
    public void MayMatch_SelectorThatNamesNothingForCertain_IsAlwaysYes(string selector) => Assert.True(SelectorHint.Of(selector).MayMatch("<p>"));

    [Fact]
    public void MayMatch_NameInAnyWriting_IsYes()
    {
        Assert.True(SelectorHint.Of(".order-total").MayMatch("<p class=ORDER-TOTAL>"));
        Assert.True(SelectorHint.Of(".order-total").MayMatch("<p class='order&#45;total'>"));
    }

    [Fact]
    public void MayMatch_WhereverTheSelectorFinds_IsYes()
    {
        var name = One("total", "order-total", "order_total", "x", "Paid", "größe");
        var simple = Gen.Select(One("", "p", "div", "*"), One(".", "#"), name, One("", ":first-child", "[class]", ":not(.none)"), (tag, mark, n, tail) => tag + mark + n + tail);
        var selector = Gen.Select(simple, One(" ", " > ", ", ", " + "), simple, Gen.Bool, (a, by, b, one) => one ? a : a + by + b);
        var page = Gen.Select(name, name, name).Select((a, b, c) => $"<div id={a} class={b}><p class={c} id={b}></p><p class='{a} {c}'></p></div>");
        Gen.Select(selector, page).Sample((css, html) =>
        {
            if (new HtmlParser().ParseDocument(html).QuerySelector(css) is not null)
            {
                Assert.True(SelectorHint.Of(css).MayMatch(html), css);
            }
        });
    }

    private static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
