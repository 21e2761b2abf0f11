using System.Globalization;
using System.Net;

namespace ProxyCapi.Conversions.Identity;

/// <summary>Host names as they come: with ports, schemes, trailing dots, capitals.</summary>
internal static class HostName
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>Lower case, without scheme, path, port and trailing dot; IPv6 in brackets.</summary>
    public static string Clean(string host)
    {
        var name = host.Trim();
        var scheme = name.IndexOf("://", StringComparison.Ordinal);
        name = scheme < 0 ? name : name[(scheme + 3)..];
        var end = name.AsSpan().IndexOfAny('/', '?', '#');
        name = (end < 0 ? name : name[..end]).ToLowerInvariant();
        if (name.StartsWith('['))
        {
            var close = name.IndexOf(']', StringComparison.Ordinal);
            return close < 0 ? name : name[..(close + 1)];
        }

        if (IPAddress.TryParse(name, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            return $"[{name}]";
        }

        var colon = name.LastIndexOf(':');
        return (colon < 0 ? name : name[..colon]).TrimStart('.').TrimEnd('.');
    }

    /// <summary>Punycode, where the name has letters beyond ASCII.</summary>
    public static string ToAscii(string name)
    {
        if (System.Text.Ascii.IsValid(name))
        {
            return name;
        }

        try
        {
            return Idn.GetAscii(name);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }

    /// <summary>Whether a cleaned host is an address and not a name.</summary>
    public static bool IsAddress(string host) =>
        host.StartsWith('[') || (IPAddress.TryParse(host, out _) && host.Split('.').Length == 4);
}
