namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>A list of a script, or the <c>arguments</c> of a call.</summary>
internal sealed class ScriptArray(long serial, List<object> items) : ScriptObject(serial)
{
    /// <summary>The elements.</summary>
    public List<object> Items { get; set; } = items;

    /// <summary>Whether only the browser knows which of the elements are there: they were added on different ways.</summary>
    public bool IsUncertain { get; set; }
}
