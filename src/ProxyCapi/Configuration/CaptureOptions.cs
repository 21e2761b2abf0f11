namespace ProxyCapi.Configuration;

/// <summary>Limits of what is copied from the traffic. The traffic itself is never limited by them.</summary>
public sealed class CaptureOptions
{
    /// <summary>Bytes kept of a request's body, 0 to 64 MB. A longer body is kept up to here and marked as cut off.</summary>
    /// <value>The default value is 256 KB (262 144).</value>
    public int MaxRequestBytes { get; set; } = 256 * 1024;

    /// <summary>Bytes kept of an answer's body as it travels (compressed, if it is), 4 KB to 64 MB. A longer answer is not read.</summary>
    /// <value>The default value is 2 MB (2 097 152).</value>
    public int MaxResponseBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Bytes an answer may have after decompression, 64 KB to 256 MB: the guard against decompression bombs.</summary>
    /// <value>The default value is 8 MB (8 388 608).</value>
    public int MaxDecodedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Exchanges that may wait to be read, 16 to 100 000.</summary>
    /// <value>The default value is 2 048.</value>
    public int QueueLength { get; set; } = 2048;

    /// <summary>
    /// Bytes that all bodies may hold together while they are copied, 1 MB to 4 GB. A body is held as long as its slowest reader reads; beyond this, an
    /// answer is not read and its exchange is shed.
    /// </summary>
    /// <value>The default value is 128 MB (134 217 728).</value>
    public long MaxOpenBytes { get; set; } = 128L * 1024 * 1024;

    /// <summary>Bytes of bodies and header fields that may wait to be read, 1 MB to 4 GB.</summary>
    /// <value>The default value is 64 MB (67 108 864).</value>
    public long QueueBytes { get; set; } = 64L * 1024 * 1024;
}
