using System.Globalization;
using ProxyCapi.Storage;

namespace ProxyCapi.CrashTests.Orders;

/// <summary>An order of the made-up shop, and who has looked at its confirmation page. Safe for several threads.</summary>
internal sealed class Order(int index)
{
    private readonly Lock _lock = new();
    private readonly List<PageView> _views = [];

    /// <summary>The order's number.</summary>
    public string Number { get; } = NumberOf(index);

    /// <summary>What was paid, in EUR.</summary>
    public decimal Value { get; } = ValueOf(index);

    /// <summary>The id that the rule gives its event.</summary>
    public string EventId => "purchase-" + Number;

    /// <summary>Every look at the page so far.</summary>
    public IReadOnlyList<PageView> Views
    {
        get
        {
            lock (_lock)
            {
                return [.. _views];
            }
        }
    }

    /// <summary>Whether the page has come whole at least once.</summary>
    public bool WasShown => Views.Any(view => view.IsComplete);

    /// <summary>The number of an order.</summary>
    public static string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"CT-{index:D7}");

    /// <summary>The order of a number; <see langword="null"/> if it is none.</summary>
    public static int? IndexOf(string number) =>
        number.StartsWith("CT-", StringComparison.Ordinal) && int.TryParse(number.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    /// <summary>What an order costs: different enough that one order's event cannot pass for another's.</summary>
    public static decimal ValueOf(int index) => 10 + (index % 99_991 / 100m);

    /// <summary>What the outbox remembers of it, as hexadecimal text.</summary>
    public string SeenKeyFor(string pixel) => Convert.ToHexString(SeenKey.Of(pixel, "Purchase", "order:" + Number));

    /// <summary>Somebody has looked.</summary>
    public void Add(PageView view)
    {
        lock (_lock)
        {
            _views.Add(view);
        }
    }
}
