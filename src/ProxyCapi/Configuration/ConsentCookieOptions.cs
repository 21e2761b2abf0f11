namespace ProxyCapi.Configuration;

/// <summary>A banner of any kind: what its cookie holds when the visitor said yes, and when no.</summary>
/// <remarks>The patterns are compared with the value as it stands and unescaped; <c>*</c> is any run of characters, case counts.</remarks>
public sealed class ConsentCookieOptions
{
    /// <summary>The cookie's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Patterns of a yes: <c>*marketing:yes*</c>.</summary>
    public List<string> Granted { get; set; } = [];

    /// <summary>Patterns of a no; they are asked first.</summary>
    public List<string> Denied { get; set; } = [];
}
