using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Tests.Extraction.Numbers;

public class CurrencySignsTests
{
    [Theory]
    [InlineData("12,00 €", "EUR")]
    [InlineData("£12", "GBP")]
    [InlineData("12 zł", "PLN")]
    [InlineData("12 Kč", "CZK")]
    [InlineData("1200 Ft", "HUF")]
    [InlineData("₴12", "UAH")]
    [InlineData("₹12", "INR")]
    [InlineData("12 ₺", "TRY")]
    [InlineData("₪12", "ILS")]
    [InlineData("₩1200", "KRW")]
    [InlineData("฿12", "THB")]
    [InlineData("12 ₫", "VND")]
    [InlineData("R$ 12", "BRL")]
    [InlineData("12 lei", "RON")]
    [InlineData("CHF 12.-", "CHF")]
    [InlineData("USD 12.00", "USD")]
    [InlineData("€ 12 (EUR)", "EUR")]
    [InlineData("49,90 € ALL INCLUSIVE", "EUR")]
    [InlineData("TOP £20", "GBP")]
    [InlineData("49,90 $ CAD", "CAD")]
    [InlineData("USD $49.90", "USD")]
    [InlineData("49,- CHF", "CHF")]
    [InlineData("CHF", "CHF")]
    [InlineData("Total (EUR): 49.99", "EUR")]
    [InlineData("Gesamtsumme EUR: 49,99", "EUR")]
    [InlineData("49.99 (EUR)", "EUR")]
    [InlineData("49.99 / EUR", "EUR")]
    public void Find_ClearSign_IsItsCode(string text, string expected) => Assert.Equal(expected, CurrencySigns.Find(text));

    [Theory]
    [InlineData("$12")]
    [InlineData("12 kr")]
    [InlineData("¥1200")]
    [InlineData("Rs 12")]
    [InlineData("12.00")]
    [InlineData("XYZ 12")]
    [InlineData("AR$ 12.990,00")]
    [InlineData("€ 12 / £ 10")]
    public void Find_UnclearOrTwo_IsNothing(string text) => Assert.Null(CurrencySigns.Find(text));
}
