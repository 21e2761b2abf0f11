namespace ProxyCapi.Conversions;

/// <summary>One event of Meta's Conversions API (meta-capi.md section 2).</summary>
public sealed class ServerEvent
{
}
