namespace Shop.Api;

internal sealed record OrderResourceItem(string Sku, string Name, int Quantity, long UnitPrice, long Total);
