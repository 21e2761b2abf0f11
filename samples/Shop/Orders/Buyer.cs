using System.Text.Json.Serialization;

namespace Shop.Orders;

/// <summary>Who buys, as typed into the checkout form or sent to the API.</summary>
public sealed record Buyer
{
    public string Email { get; init => field = Clean(value); } = "";

    public string Phone { get; init => field = Clean(value); } = "";

    public string FirstName { get; init => field = Clean(value); } = "";

    public string LastName { get; init => field = Clean(value); } = "";

    [JsonPropertyName("address_1")]
    public string Street { get; init => field = Clean(value); } = "";

    public string City { get; init => field = Clean(value); } = "";

    public string Postcode { get; init => field = Clean(value); } = "";

    public string State { get; init => field = Clean(value); } = "";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; init => field = Clean(value).ToUpperInvariant(); } = "";

    private static string Clean(string? typed) => typed?.Trim() ?? "";
}
