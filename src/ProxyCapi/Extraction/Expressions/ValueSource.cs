using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>One place that a value can come from.</summary>
internal abstract class ValueSource
{
    /// <summary>Whether it reads the request's body.</summary>
    public virtual bool NeedsRequestBody => false;

    /// <summary>Whether it reads the answer's body.</summary>
    public virtual bool NeedsResponseBody => false;

    /// <summary>The value, or <see langword="null"/> if there is none.</summary>
    public abstract ScalarValue? Read(ReadingScope scope);
}
