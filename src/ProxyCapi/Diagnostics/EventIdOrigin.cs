namespace ProxyCapi.Diagnostics;

/// <summary>Where an event's id comes from: the closed list of <c>proxycapi.event.id.origin</c>.</summary>
internal enum EventIdOrigin
{
    /// <summary>The page or the rule gives it.</summary>
    Page,

    /// <summary>Nobody gave one: it is derived from the order, or from what makes the exchange unique.</summary>
    Derived,

    /// <summary>The page's was another order's or visitor's before, so one was derived: the page comes out of a cache.</summary>
    Shared,
}
