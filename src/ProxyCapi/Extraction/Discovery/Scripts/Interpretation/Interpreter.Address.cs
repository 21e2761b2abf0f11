namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>The address of the page, which scripts of all pages ask where they are.</summary>
internal sealed partial class Interpreter
{
    private readonly ScriptObject? _location;

    /// <summary>An address as <c>location</c> and <c>new URL()</c> show it. What comes after <c>#</c> never reaches a server.</summary>
    private ScriptObject Address(Uri address)
    {
        var parts = _memory.NewObject();
        parts.IsOpen = true;
        foreach (var (name, value) in new (string, string)[]
        {
            ("href", address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)),
            ("origin", address.GetLeftPart(UriPartial.Authority)),
            ("protocol", $"{address.Scheme}:"),
            ("host", address.Authority),
            ("hostname", address.Host),
            ("port", address.IsDefaultPort ? "" : Coercion.NumberText((decimal)address.Port)),
            ("pathname", address.AbsolutePath),
            ("search", address.Query.Length > 1 ? address.Query : ""),
        })
        {
            _memory.Set(parts, name, value);
        }

        _memory.Set(parts, "searchParams", _memory.NewQuery(address.Query));
        return parts;
    }

    private object NewAddress(List<object> arguments) =>
        arguments is [ScriptObject location, ..] && ReferenceEquals(location, _location) ? location
        : arguments is [string text, ..] && Uri.TryCreate(BaseOf(arguments), text, out var address) && address.Scheme is "http" or "https" ? Address(address)
        : Unknown.Value;

    private Uri? BaseOf(List<object> arguments) =>
        arguments is [_, string text, ..] && Uri.TryCreate(text, UriKind.Absolute, out var given) ? given
        : arguments is [_, ScriptObject location, ..] && ReferenceEquals(location, _location) && Uri.TryCreate((string?)_location.Find("href"), UriKind.Absolute, out var page) ? page
        : null;
}
