using System.Diagnostics.CodeAnalysis;

namespace ProxyCapi.Conversions.Consent.Iab;

/// <summary>The core segment of a TC string, version 2.</summary>
/// <remarks>https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework, "Consent string and vendor list formats v2".</remarks>
internal sealed class TcfString
{
    private const int Version = 2;
    private const int Purposes = 152;
    private const int PurposeCount = 24;
    private const int MaxVendor = 213;
    private const int IsRange = 229;
    private const int Vendors = 230;
    private readonly BitText _bits;

    private TcfString(BitText bits) => _bits = bits;

    /// <summary>Reads the first segment; the others hold what is not asked for.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out TcfString? consent)
    {
        var end = text.IndexOf('.', StringComparison.Ordinal);
        consent = BitText.TryRead(end < 0 ? text : text.AsSpan(0, end), out var bits) && bits.Length >= Vendors && bits.Number(0, 6) == Version && HasAllVendors(bits) ? new(bits) : null;
        return consent is not null;
    }

    /// <summary>Whether a purpose, from 1 to 24, has consent.</summary>
    public bool HasPurpose(int purpose) => purpose is >= 1 and <= PurposeCount && _bits.Bit(Purposes + purpose - 1);

    /// <summary>Whether a vendor has consent.</summary>
    public bool HasVendor(int vendor)
    {
        if (vendor < 1 || vendor > _bits.Number(MaxVendor, 16))
        {
            return false;
        }

        return _bits.Bit(IsRange) ? IsInRanges(vendor) : _bits.Bit(Vendors + vendor - 1);
    }

    // A cookie cut short by a limit says nothing, rather than no to every vendor behind the cut.
    private static bool HasAllVendors(BitText bits)
    {
        if (!bits.Bit(IsRange))
        {
            return Vendors + bits.Number(MaxVendor, 16) <= bits.Length;
        }

        var at = Vendors + 12;
        for (var entries = bits.Number(Vendors, 12); entries > 0 && at <= bits.Length; entries--)
        {
            at += bits.Bit(at) ? 33 : 17;
        }

        return at <= bits.Length;
    }

    private bool IsInRanges(int vendor)
    {
        var entries = _bits.Number(Vendors, 12);
        var at = Vendors + 12;
        for (var i = 0; i < entries && at + 17 <= _bits.Length; i++)
        {
            var isRange = _bits.Bit(at);
            var first = _bits.Number(at + 1, 16);
            var last = isRange ? _bits.Number(at + 17, 16) : first;
            if (vendor >= first && vendor <= last)
            {
                return true;
            }

            at += isRange ? 33 : 17;
        }

        return false;
    }
}
