using ProxyCapi.Capture;
using ProxyCapi.Configuration;

namespace ProxyCapi.Extraction;

/// <summary>Reads conversions from an exchange: decodes its bodies once, then asks each rule that fitted.</summary>
internal sealed class ExchangeReader
{
    /// <summary>Never throws for what an exchange contains; what cannot be read is a reason.</summary>
    /// <param name="exchange">The exchange; stays the caller's.</param>
    /// <param name="options">The limits in force.</param>
    public ReadResult Read(Exchange exchange, CaptureOptions options) => throw new NotImplementedException();
}
