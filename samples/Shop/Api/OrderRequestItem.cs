namespace Shop.Api;

internal sealed record OrderRequestItem(string Sku, int Quantity);
