using Shop.Locales;

namespace Shop.Orders;

/// <summary>Where the shop delivers to.</summary>
internal static class Countries
{
    public static IReadOnlyList<(string Code, LocalizedText Name)> All { get; } =
    [
        ("AT", new("Austria", "Österreich")),
        ("BE", new("Belgium", "Belgien")),
        ("CH", new("Switzerland", "Schweiz")),
        ("CZ", new("Czechia", "Tschechien")),
        ("DE", new("Germany", "Deutschland")),
        ("DK", new("Denmark", "Dänemark")),
        ("ES", new("Spain", "Spanien")),
        ("FI", new("Finland", "Finnland")),
        ("FR", new("France", "Frankreich")),
        ("GB", new("United Kingdom", "Vereinigtes Königreich")),
        ("IE", new("Ireland", "Irland")),
        ("IT", new("Italy", "Italien")),
        ("LU", new("Luxembourg", "Luxemburg")),
        ("NL", new("Netherlands", "Niederlande")),
        ("NO", new("Norway", "Norwegen")),
        ("PL", new("Poland", "Polen")),
        ("PT", new("Portugal", "Portugal")),
        ("SE", new("Sweden", "Schweden")),
        ("US", new("United States", "Vereinigte Staaten")),
    ];

    public static bool Contains(string code) => All.Any(country => country.Code == code);
}
