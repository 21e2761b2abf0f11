using System.Globalization;
using System.Text.Json;

namespace ProxyCapi.Conversions;

/// <summary>From what was read to <c>custom_data</c>: types, and the value where only the lines give it (shop-pages.md section 4, point 5).</summary>
/// <param name="custom">What is filled.</param>
/// <param name="dropped">Told Meta's name of each field whose value is not of its type.</param>
internal sealed class CustomDataBuilder(CustomData custom, Action<string> dropped)
{
    /// <summary>Fills from a conversion.</summary>
    public void Fill(Conversion conversion)
    {
        foreach (var (key, value) in conversion.CustomData)
        {
            Set(key, value);
        }

        foreach (var item in conversion.Contents)
        {
            Add(item);
        }

        foreach (var id in conversion.ContentIds.Where(id => !string.IsNullOrWhiteSpace(id)).Distinct(StringComparer.Ordinal))
        {
            custom.ContentIds.Add(id);
        }

        if (!conversion.CustomData.ContainsKey("value"))
        {
            custom.Value = SumOfLines();
        }
    }

    private void Set(string key, ScalarValue value)
    {
        switch (key)
        {
            case "value": custom.Value = Decimal(key, value); break;
            case "currency": custom.Currency = value.Text; break;
            case "order_id": custom.OrderId = value.Text; break;
            case "content_type": custom.ContentType = value.Text; break;
            case "content_name": custom.ContentName = value.Text; break;
            case "content_category": custom.ContentCategory = value.Text; break;
            case "num_items": custom.NumItems = Whole(key, value); break;
            case "search_string": custom.SearchString = value.Text; break;
            case "status": custom.Status = value.Text; break;
            case "predicted_ltv": custom.PredictedLtv = Decimal(key, value); break;
            case "net_revenue": custom.NetRevenue = Decimal(key, value); break;
            case "delivery_category": custom.DeliveryCategory = value.Text; break;
            case "customer_segmentation": custom.CustomerSegmentation = value.Text; break;
            default: custom.Properties[key] = ToJson(value); break;
        }
    }

    private void Add(ContentItem item)
    {
        var content = new Content();
        foreach (var (key, value) in item.Fields)
        {
            switch (key)
            {
                case "id": content.Id = value.Text; break;
                case "quantity": content.Quantity = Whole("contents", value); break;
                case "item_price": content.ItemPrice = Decimal("contents", value); break;
                case "delivery_category": content.DeliveryCategory = value.Text; break;
                case "title": content.Title = value.Text; break;
                case "description": content.Description = value.Text; break;
                case "brand": content.Brand = value.Text; break;
                case "category": content.Category = value.Text; break;
            }
        }

        custom.Contents.Add(content);
    }

    // Every line must have a price: a sum of some lines is a wrong value, and a wrong value is worse than none.
    private decimal? SumOfLines()
    {
        try
        {
            return custom.Contents.Count > 0 && custom.Contents.All(content => content.ItemPrice is not null)
                ? custom.Contents.Sum(content => content.ItemPrice!.Value * (content.Quantity ?? 1))
                : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private decimal? Decimal(string field, ScalarValue value)
    {
        if (decimal.TryParse(value.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        dropped(field);
        return null;
    }

    private long? Whole(string field, ScalarValue value) =>
        Decimal(field, value) is { } number && number == decimal.Truncate(number) && Math.Abs(number) < long.MaxValue ? (long)number : null;

    private static JsonElement ToJson(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Number when decimal.TryParse(value.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            => JsonSerializer.SerializeToElement(number),
        ScalarKind.Boolean => JsonSerializer.SerializeToElement(value.Text == "true"),
        _ => JsonSerializer.SerializeToElement(value.Text),
    };
}
