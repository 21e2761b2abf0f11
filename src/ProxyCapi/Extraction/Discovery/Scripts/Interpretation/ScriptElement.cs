using AngleSharp.Dom;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>An element of the page, as it was sent.</summary>
/// <param name="serial">Number in the order of creation.</param>
/// <param name="element">The element.</param>
/// <param name="isJQuery">Whether jQuery's methods stand before it.</param>
internal sealed class ScriptElement(long serial, IElement element, bool isJQuery) : ScriptObject(serial)
{
    /// <summary>The element.</summary>
    public IElement Element => element;

    /// <summary>Whether jQuery's methods stand before it.</summary>
    public bool IsJQuery => isJQuery;
}
