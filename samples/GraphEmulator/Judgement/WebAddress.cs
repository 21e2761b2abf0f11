using System.Text.Json;

namespace GraphEmulator.Judgement;

/// <summary>Addresses of pages: absolute, of the web, and with nobody's e-mail in them (meta-capi.md sections 2 and 9).</summary>
internal static class WebAddress
{
    public static void Judge(JsonElement address, string field, EventFindings findings)
    {
        if (address.IsAbsent())
        {
            return;
        }

        if (address.Text() is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            findings.Refuse(field, "It is the absolute address of a web page.");
        }
        else if (EmailText.IsIn(text))
        {
            findings.Refuse(field, "It carries an e-mail address. Personal data belongs hashed into user_data.");
        }
    }
}
