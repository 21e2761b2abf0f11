namespace Shop.Api;

/// <summary>Amounts in euros, with decimals.</summary>
internal sealed record OrderTotals(decimal Subtotal, decimal Shipping, decimal GrandTotal);
