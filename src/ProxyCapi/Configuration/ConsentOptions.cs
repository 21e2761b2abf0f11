namespace ProxyCapi.Configuration;

/// <summary>Who may be reported. Nothing can be set yet: until consent is read from the site, answer for it in front of the proxy.</summary>
public sealed class ConsentOptions
{
}
