namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>An object of a script.</summary>
internal class ScriptObject(long serial) : PropertyBag(serial)
{
    /// <summary>The global name under which it was first stored: <c>dataLayer</c>, <c>Shopify.checkout</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Whether it may have members that the page does not show.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The object that answers for members it lacks.</summary>
    public ScriptObject? Prototype { get; set; }

    /// <summary>The member, its own or inherited; <see langword="null"/> if there is none.</summary>
    public object? FindMember(string name)
    {
        // A page can make a ring of prototypes; nobody's chain is longer than this.
        var owner = this;
        for (var depth = 0; owner is not null && depth < 16; depth++)
        {
            if (owner.Find(name) is { } value)
            {
                return value;
            }

            owner = owner.Prototype;
        }

        return null;
    }
}
