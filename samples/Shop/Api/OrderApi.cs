using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalogue;
using Shop.Orders;

namespace Shop.Api;

/// <summary>Orders in JSON, for shop fronts that run in the browser. The quick order on the product page is one.</summary>
internal static class OrderApi
{
    private const int MaxItems = 50;

    public static void MapOrderApi(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/orders", Place);
        app.MapGet("/api/orders/{id}", Get);
    }

    private static Results<Created<OrderResource>, ProblemHttpResult> Place(OrderRequest request, OrderBook orders)
    {
        var errors = BuyerRules.Check(request.Customer).ToDictionary(error => "customer." + error.Key, error => new[] { error.Value.English });
        var lines = ReadItems(request.Items, errors);
        if (!PaymentMethods.Contains(request.PaymentMethod))
            errors["payment_method"] = ["Unknown."];
        if (errors.Count > 0)
            return TypedResults.Problem(new HttpValidationProblemDetails(errors) { Status = StatusCodes.Status422UnprocessableEntity });

        // A declined payment is 201 as well: the order exists, with status "failed".
        var order = orders.Place(request.Customer, lines, request.PaymentMethod);
        return TypedResults.Created($"/api/orders/{order.Number}", OrderResource.From(order));
    }

    private static Results<Ok<OrderResource>, NotFound> Get(string id, OrderBook orders) =>
        orders.TryGet(id, out var order) ? TypedResults.Ok(OrderResource.From(order)) : TypedResults.NotFound();

    private static ImmutableList<LineItem> ReadItems(IReadOnlyList<OrderRequestItem> items, Dictionary<string, string[]> errors)
    {
        if (items.Count is 0 or > MaxItems)
            errors["items"] = [$"From 1 to {MaxItems} items."];

        var lines = ImmutableList.CreateBuilder<LineItem>();
        foreach (var (index, item) in items.Take(MaxItems).Index())
        {
            if (item is null || ProductCatalogue.FindBySku(item.Sku) is not { } product)
                errors[$"items[{index}].sku"] = ["Not in the catalogue."];
            else if (item.Quantity is < 1 or > LineItem.MaxQuantity)
                errors[$"items[{index}].quantity"] = [$"From 1 to {LineItem.MaxQuantity}."];
            else
                lines.Add(new LineItem(product, item.Quantity));
        }

        return lines.ToImmutable();
    }
}
