namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>An order, as the shop's redirect names it.</summary>
/// <param name="ThankYouPage">Path and query of its page.</param>
internal sealed record PlacedOrder(string ThankYouPage)
{
    public string Path => ThankYouPage.Split('?')[0];

    public string Number => Path.Split('/')[^1];

    public string EventId => $"purchase-{Number}";
}
