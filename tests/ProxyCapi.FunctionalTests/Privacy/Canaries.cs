using System.Buffers;
using System.Globalization;

namespace ProxyCapi.FunctionalTests.Privacy;

/// <summary>Values of a buyer that must be found nowhere: each of them one of a kind, so that wherever one is found it is known where it came from.</summary>
internal sealed class Canaries(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(string Value, string Place)> _all = [];

    /// <summary>Each value and where it was put.</summary>
    public IReadOnlyList<(string Value, string Place)> All => _all;

    /// <summary>An e-mail address.</summary>
    public string Email(string place) => Add($"canary{_all.Count:D3}{Letters(6)}@leak-{Letters(5)}.example", place);

    /// <summary>A phone number, written as people write them.</summary>
    public string Phone(string place) => Add(
        (_all.Count % 5) switch
        {
            0 => $"06 {Digits(2)} {Digits(2)} {Digits(2)} {Digits(2)}",
            1 => $"(02) {Digits(4)} {Digits(4)}",
            2 => string.Create(CultureInfo.InvariantCulture, $"1-650-{_random.Next(200, 1000)}-{Digits(4)}"),
            3 => $"020 {Digits(4)} {Digits(4)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"+44 20 7946 {_random.Next(1000, 10_000)} {_all.Count:D3}"),
        },
        place);

    /// <summary>A phone number without blanks, for addresses that nobody escapes.</summary>
    public string BarePhone(string place) => Add($"+44207{Digits(8)}", place);

    /// <summary>A signed token.</summary>
    public string WebToken(string place) => Add($"eyJ{Letters(12)}.eyJ{Letters(12)}.{Letters(12)}", place);

    /// <summary>A card's number with its check digit.</summary>
    public string Card(string place)
    {
        var digits = "4" + string.Concat(Enumerable.Range(0, 14).Select(_ => (char)('0' + _random.Next(10))));
        return Add(digits + CheckDigit(digits), place);
    }

    /// <summary>A secret.</summary>
    public string Token(string place) => Add($"tok{_all.Count:D3}{Letters(20)}", place);

    /// <summary>Those that stand in one of many texts, as they are or as an address carries them.</summary>
    public IEnumerable<(string Canary, string Text)> FoundIn(IEnumerable<string> texts)
    {
        var any = SearchValues.Create([.. _all.SelectMany(canary => Forms(canary.Value))], StringComparison.OrdinalIgnoreCase);
        return texts.Where(text => text.AsSpan().ContainsAny(any)).SelectMany(text => _all
            .Where(canary => Forms(canary.Value).Any(form => text.Contains(form, StringComparison.OrdinalIgnoreCase)))
            .Select(canary => ($"{canary.Value} (put into {canary.Place})", text)));
    }

    // The digits alone are what a phone or card number becomes on its way to a hash.
    private static IEnumerable<string> Forms(string value) =>
        new[] { value, Uri.EscapeDataString(value), Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal), Digits(value) }.Where(form => form.Length >= 8).Distinct();

    private static string Digits(string value) => value.Any(char.IsAsciiLetter) ? "" : string.Concat(value.Where(char.IsAsciiDigit));

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));

    private string Add(string value, string place)
    {
        _all.Add((value, place));
        return value;
    }

    private string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('a' + _random.Next(26))));

    private static char CheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var doubled = (digits[digits.Length - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
