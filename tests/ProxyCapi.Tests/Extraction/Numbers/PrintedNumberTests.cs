using System.Globalization;
using System.Text;
using CsCheck;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Tests.Extraction.Numbers;

/// <summary>The table of shop-pages.md section 4.</summary>
public class PrintedNumberTests
{
    [Theory]
    [InlineData("١٢٣٫٤٥", "123.45")] // Arabic-Indic, with its own decimal mark
    [InlineData("١٬٢٣٤٫٥٠", "1234.50")]
    [InlineData("۱۲۳۴", "1234")] // Persian
    [InlineData("１２，３４５．６７", "12345.67")] // full width
    [InlineData("１９８０円", "1980")]
    public void Parse_OtherDigits_AreDigits(string text, string expected) => AssertNumber(expected, text);

    [Theory]
    [InlineData("€ 12.50", "12.50")]
    [InlineData("12,50 €", "12.50")]
    [InlineData("US$12.50", "12.50")]
    [InlineData("CHF 12.50", "12.50")]
    [InlineData("12,50 zł", "12.50")]
    [InlineData("49 Kč", "49")]
    [InlineData("Rs. 450.00", "450.00")]
    [InlineData("kr. 99,50", "99.50")]
    [InlineData("Summe: 99,50 EUR", "99.50")]
    [InlineData("\u200E12,50\u00A0\u20AC\u200F", "12.50")]
    [InlineData("\u202A12.50\u202C", "12.50")]
    [InlineData("\u2066\u20AA 12.50\u2069", "12.50")]
    [InlineData("12,-", "12")]
    [InlineData("CHF 5.\u2013", "5")]
    [InlineData("1.049,- €", "1049", ',')]
    [InlineData("€ 5,\u2014", "5")]
    public void Parse_SymbolsLettersAndDirectionMarks_AreDropped(string text, string expected, char? mark = null) => AssertNumber(expected, text, mark);

    [Theory]
    [InlineData("1 234,56 €", "1234.56")]
    [InlineData("1\u00A0234\u00A0567,89", "1234567.89")]
    [InlineData("1\u202F234,56", "1234.56")]
    [InlineData("1\u2009234.56", "1234.56")]
    [InlineData("1'234.50", "1234.50")]
    [InlineData("CHF 1\u2019234\u2019567.50", "1234567.50")]
    [InlineData("1 234", "1234")]
    [InlineData("12 345 678 Ft", "12345678")]
    [InlineData("1'234", "1234")]
    public void Parse_BlanksAndApostrophes_Group(string text, string expected) => AssertNumber(expected, text);

    [Theory]
    [InlineData("1.234,56", "1234.56")]
    [InlineData("1,234.56", "1234.56")]
    [InlineData("1.234.567,89", "1234567.89")]
    [InlineData("1,234,567.89", "1234567.89")]
    [InlineData("1,24,999.00", "124999.00")] // Indian
    [InlineData("1.234,5", "1234.5")]
    [InlineData("$1,304.41", "1304.41")]
    public void Parse_BothMarks_TheLastIsTheDecimalOne(string text, string expected)
    {
        AssertNumber(expected, text);
        AssertNumber(expected, text, '.');
        AssertNumber(expected, text, ',');
    }

    [Theory]
    [InlineData("1.299.000", "1299000")]
    [InlineData("1,299,000", "1299000")]
    [InlineData("12.345.678 ₫", "12345678")]
    [InlineData("1,24,999", "124999")] // Indian, without decimals
    [InlineData("1.234.56", "1234.56")] // 1,234.56 after "replace the comma by a point"
    [InlineData("12.345.678.90", "12345678.90")]
    [InlineData("1.24.999.00", "124999.00")]
    public void Parse_OneMarkSeveralTimes_GroupsButForTwoLastDigits(string text, string expected) => AssertNumber(expected, text);

    [Theory]
    [InlineData("1.234")]
    [InlineData("12,345")]
    [InlineData("999.999 €")]
    public void Parse_ThreeDigitsBehindOneMark_NeedTheLanguage(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        var mark = text.Contains('.', StringComparison.Ordinal) ? '.' : ',';

        AssertNumber(null, text);
        AssertNumber(digits[..^3] + "." + digits[^3..], text, mark);
        AssertNumber(digits, text, mark == '.' ? ',' : '.');
    }

    [Theory]
    [InlineData("12.5", "12.5")]
    [InlineData("12,5", "12.5")]
    [InlineData("12.50", "12.50")]
    [InlineData("0.500", "0.500")]
    [InlineData("1234.567", "1234.567")]
    [InlineData(".99", ".99")]
    [InlineData("12.3456", "12.3456")]
    public void Parse_OneMarkThatCannotGroup_IsDecimal(string text, string expected)
    {
        AssertNumber(expected, text, '.');
        AssertNumber(expected, text, ',');
        AssertNumber(expected, text);
    }

    [Theory]
    [InlineData("KWD")]
    [InlineData("BHD")]
    [InlineData("OMR")]
    [InlineData("JOD")]
    [InlineData("TND")]
    [InlineData("IQD")]
    [InlineData("LYD")]
    public void Parse_CurrencyOfThreeDecimals_APointWithThreeDigitsIsDecimal(string currency)
    {
        AssertNumber("12.345", "12.345", null, currency);
        AssertNumber("12.345", "12.345", ',', currency);
        AssertNumber(null, "12,345", null, currency);
    }

    [Theory]
    [InlineData("BIF")]
    [InlineData("CLP")]
    [InlineData("DJF")]
    [InlineData("GNF")]
    [InlineData("ISK")]
    [InlineData("JPY")]
    [InlineData("KMF")]
    [InlineData("KRW")]
    [InlineData("PYG")]
    [InlineData("RWF")]
    [InlineData("UGX")]
    [InlineData("VND")]
    [InlineData("VUV")]
    [InlineData("XAF")]
    [InlineData("XOF")]
    [InlineData("XPF")]
    public void Parse_CurrencyWithoutMinorUnit_OneMarkGroupsAndNothingIsScaled(string currency)
    {
        AssertNumber("1980", "1.980", null, currency);
        AssertNumber("1980", "1,980", null, currency);
        AssertNumber("198000", "198000", null, currency);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0,00 €", "0.00")]
    [InlineData("-5.00", "-5.00")]
    [InlineData("−5,00 €", "-5.00")]
    [InlineData("€-5.00", "-5.00")]
    [InlineData("-€5.00", "-5.00")]
    [InlineData("- 5,00 €", "-5.00")]
    [InlineData("5,00- €", "-5.00")]
    [InlineData("(5.00)", "-5.00")]
    [InlineData("($5.00)", "-5.00")]
    [InlineData("$ (5.00)", "-5.00")]
    [InlineData("Total - 5,00", "5.00")]
    [InlineData("Total: -5,00", "-5.00")]
    [InlineData("Subtotal ($45.00)", "45.00")] // brackets round an amount inside a sentence are brackets
    public void Parse_ZeroAndNegative_AreValues(string text, string expected) => AssertNumber(expected, text);

    [Theory]
    [InlineData("Total: $12.99.", "12.99")]
    [InlineData("You paid 12,99.", "12.99")]
    [InlineData("12.99, thank you", "12.99")]
    [InlineData("You paid 1,234.50.", "1234.50")]
    public void Parse_FullStopBehindTheAmount_IsNoMark(string text, string expected) => AssertNumber(expected, text);

    [Theory]
    [InlineData("")]
    [InlineData("free")]
    [InlineData("12.10.2024")] // a date
    [InlineData("12.10.24")]
    [InlineData("192.168.1.100")]
    [InlineData("1.2.3")]
    [InlineData("1,2,3")]
    [InlineData("10 - 20")]
    [InlineData("99999999999999999999999999999999")]
    public void Parse_NoAmountOrMoreThanOne_IsNothing(string text) => AssertNumber(null, text);

    [Theory]
    [InlineData("2 items: $24.00", "24.00")]
    [InlineData("incl. 19% VAT 12,34 €", "12.34")]
    [InlineData("Total for 3: 45.90 EUR", "45.90")]
    public void Parse_SeveralNumbers_TheOneWithACurrencyCounts(string text, string expected) => AssertNumber(expected, text);

    [Theory]
    [InlineData("Total 119.00 (incl. VAT 19%)", "119.00")]
    [InlineData("Importe total 121,00 (IVA 21%)", "121.00")]
    [InlineData("£120.00 (incl. VAT 20%)", "120.00")]
    [InlineData("19 % MwSt., gesamt 119,00", "119.00")]
    [InlineData("VAT 20 Total 49.90 GBP", "49.90")]
    public void Parse_RateOfTaxBesideTheAmount_IsNotTheAmount(string text, string expected) => AssertNumber(expected, text);

    [Theory]
    [InlineData("QTY 2 Total 49.90")]
    [InlineData("SKU 4711 49.90")]
    [InlineData("£20.00 (EUR 23.50)")]
    public void Parse_CapitalsThatAreNoCurrency_DecideNothing(string text) => AssertNumber(null, text);

    [Fact]
    public void Parse_PercentageAlone_IsANumber() => AssertNumber("85", "85 %");

    [Fact]
    public void Parse_PassageOfAPage_IsNoAmount() => AssertNumber(null, "$5 " + new string('x', 3000));

    [Fact]
    public void Parse_TwoAmountsWithACurrency_IsNothing() => AssertNumber(null, "was €20.00 now €15.00");

    [Fact]
    public void Parse_WhatALocalePrints_IsReadBack() =>
        Gen.Select(Gen.Long[-999_999_999_999, 999_999_999_999], Gen.Int[0, 2], GenLocale).Sample((units, decimals, locale) =>
        {
            var number = new decimal(units) / (decimals == 0 ? 1 : decimals == 1 ? 10 : 100);
            Assert.Equal(number, PrintedNumber.Parse(locale.Print(number, decimals), new NumberFormat(locale.DecimalMark)));
        });

    [Fact]
    public void Parse_ThreeDecimalsOfALocale_AreReadBack() =>
        Gen.Select(Gen.Long[0, 999_999_999], GenLocale).Sample((units, locale) =>
        {
            var number = units / 1000m;
            Assert.Equal(number, PrintedNumber.Parse(locale.Print(number, 3), new NumberFormat(locale.DecimalMark)));
        });

    [Fact]
    public void Parse_AnyText_NeverThrows() =>
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char, Gen.OneOf([.. "0123456789.,'-() €$\u00A0\u066B\u066C٣"])), 0, 40], Gen.OneOf<char?>(null, '.', ','), Gen.OneOf<string?>(null, "JPY", "KWD", "EUR"))
            .Sample((text, mark, currency) => PrintedNumber.Parse(text, new NumberFormat(mark, currency)), iter: 20_000);

    [Fact]
    public void Parse_ItsOwnText_IsTheSameNumber() =>
        Gen.Decimal.Where(number => Math.Abs(number) < 1e20m).Sample(number =>
            Assert.Equal(number, PrintedNumber.Parse(PrintedNumber.ToText(number), new NumberFormat('.'))));

    private static readonly Gen<PrintingLocale> GenLocale = Gen.OneOf(
        new PrintingLocale(',', ".", "{0} €"),
        new PrintingLocale(',', "\u202F", "{0}\u00A0€"),
        new PrintingLocale(',', "\u00A0", "{0} Kč"),
        new PrintingLocale(',', " ", "{0} zł"),
        new PrintingLocale('.', ",", "${0}"),
        new PrintingLocale('.', ",", "£ {0}"),
        new PrintingLocale('.', "'", "CHF {0}"),
        new PrintingLocale('.', "\u2019", "Fr. {0}"),
        new PrintingLocale('.', "", "{0}"),
        new PrintingLocale(',', "", "{0} EUR"),
        new PrintingLocale('\u066B', "\u066C", "\u200F{0}", '\u0660'));

    private static void AssertNumber(string? expected, string text, char? mark = null, string? currency = null) =>
        Assert.Equal(expected is null ? null : decimal.Parse(expected, CultureInfo.InvariantCulture), PrintedNumber.Parse(text, new NumberFormat(mark, currency)));

    private sealed record PrintingLocale(char DecimalMark, string Group, string Pattern, char Zero = '0')
    {
        public string Print(decimal number, int decimals)
        {
            var format = new NumberFormatInfo { NumberGroupSeparator = Group, NumberDecimalSeparator = DecimalMark.ToString(), NegativeSign = "-" };
            var digits = Math.Abs(number).ToString(Group.Length == 0 ? $"F{decimals}" : $"N{decimals}", format);
            var own = new StringBuilder(digits.Length);
            foreach (var character in digits)
            {
                own.Append(char.IsAsciiDigit(character) ? (char)(Zero + character - '0') : character);
            }

            return string.Format(CultureInfo.InvariantCulture, Pattern, (number < 0 ? "-" : "") + own);
        }
    }
}
