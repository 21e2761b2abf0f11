namespace ProxyCapi.Conversions;

/// <summary>What a <see cref="ScalarValue"/> was where it was read.</summary>
internal enum ScalarKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number in invariant notation (<c>1059.80</c>).</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
}
