using System.Globalization;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>Amounts in minor units, of shapes that say so.</summary>
internal static class MinorUnits
{
    private static readonly HashSet<string> None = new(StringComparer.Ordinal)
    {
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    };

    private static readonly HashSet<string> Three = new(StringComparer.Ordinal) { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };

    /// <summary>Decimals of a currency.</summary>
    public static int Decimals(string? currency) => currency is null ? 2 : None.Contains(currency) ? 0 : Three.Contains(currency) ? 3 : 2;

    /// <summary>The amount in the currency's unit, or <see langword="null"/> if the token is no whole number.</summary>
    public static JValue? Scale(JToken? token, int decimals)
    {
        if (decimals is < 0 or > 6 || !long.TryParse(JsonFields.AsText(token), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minor))
        {
            return null;
        }

        var amount = (decimal)minor;
        for (var i = 0; i < decimals; i++)
        {
            amount /= 10;
        }

        return new JValue(decimal.Parse(PrintedNumber.ToText(amount), CultureInfo.InvariantCulture));
    }
}
