namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>A function that the browser hands to the page: a promise's <c>resolve</c>.</summary>
internal sealed class NativeFunction(long serial, Func<IReadOnlyList<object>, object> body) : ScriptObject(serial)
{
    /// <summary>Calls it.</summary>
    public object Invoke(IReadOnlyList<object> arguments) => body(arguments);
}
