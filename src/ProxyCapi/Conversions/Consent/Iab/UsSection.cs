using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Consent.Iab;

/// <summary>Opt-outs in the US sections of a GPP string: each says 0 for not applicable, 1 for opted out, 2 for not opted out.</summary>
/// <remarks>https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform/tree/main/Sections: US-National and US-States.</remarks>
internal static class UsSection
{
    private const int OptedOut = 1;
    private const int NotOptedOut = 2;

    // Where the fields of two bits stand for sale, sharing and targeted advertising; they follow six bits of version and the notices.
    private static readonly FrozenDictionary<int, int[]> Fields = new Dictionary<int, int[]>
    {
        [7] = [18, 20, 22],   // national
        [8] = [12, 14],       // California: sale, sharing
        [9] = [12, 14],       // Virginia: here and below sale, targeted advertising
        [10] = [12, 14],      // Colorado
        [11] = [14, 16],      // Utah
        [12] = [12, 14],      // Connecticut
        [13] = [12, 14],      // Florida
        [14] = [12, 14],      // Montana
        [15] = [12, 14],      // Oregon
        [16] = [12, 14],      // Texas
        [17] = [12, 14],      // Delaware
        [18] = [14, 16],      // Iowa
        [19] = [12, 14],      // Nebraska
        [20] = [12, 14],      // New Hampshire
        [21] = [12, 14],      // New Jersey
        [22] = [12, 14],      // Tennessee
        [23] = [12, 14],      // Minnesota; 24 to 27 (public comment) begin with a list of subsections and say nothing yet
    }.ToFrozenDictionary();

    /// <summary>What a section says.</summary>
    /// <param name="id">The section's number.</param>
    /// <param name="text">Its text: the core, and maybe a segment with the browser's signal.</param>
    public static (ConsentState Choice, bool HasGlobalPrivacyControl) Read(int id, string text)
    {
        var segments = text.Split('.');
        if (!Fields.TryGetValue(id, out var fields) || !BitText.TryRead(segments[0], out var core) || core.Length < fields[^1] + 2 || core.Number(0, 6) is < 1 or > 2)
        {
            return (ConsentState.Unknown, false);
        }

        var answers = fields.Select(field => core.Number(field, 2)).ToArray();
        var choice = answers.Contains(OptedOut) ? ConsentState.Denied : answers.Contains(NotOptedOut) ? ConsentState.Granted : ConsentState.Unknown;
        return (choice, segments.Skip(1).Any(IsSignal));
    }

    private static bool IsSignal(string segment) => BitText.TryRead(segment, out var bits) && bits.Number(0, 2) == 1 && bits.Bit(2);
}
