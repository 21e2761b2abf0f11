using Shop.Locales;

namespace Shop.Orders;

/// <summary>How an order can be paid. Nothing is charged: all work but <see cref="Declined"/>, which never does.</summary>
internal static class PaymentMethods
{
    public const string Declined = "declined";

    public static IReadOnlyList<(string Code, LocalizedText Name)> All { get; } =
    [
        ("card", new("Card", "Karte")),
        ("bacs", new("Bank transfer", "Überweisung")),
        ("cod", new("Cash on delivery", "Nachnahme")),
        (Declined, new("Test card that is always declined", "Testkarte, die immer abgelehnt wird")),
    ];

    public static bool Contains(string code) => All.Any(method => method.Code == code);

    public static LocalizedText NameOf(string code) => All.First(method => method.Code == code).Name;
}
