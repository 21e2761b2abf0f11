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
            custom.Value = SumOfLines(conversion.Contents);
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

    // Every line must have a price, and a quantity that can be read if it has any (goods by weight are no whole number): a sum of some lines
    // is a wrong value, and a wrong value is worse than none.
    private static decimal? SumOfLines(List<ContentItem> lines)
    {
        try
        {
            var sum = 0m;
            foreach (var line in lines)
            {
                var quantity = line.Fields.TryGetValue("quantity", out var said) ? Number(said) : 1;
                if (quantity is null || !line.Fields.TryGetValue("item_price", out var printed) || Number(printed) is not { } price)
                {
                    return null;
                }

                sum += price * quantity.Value;
            }

            return lines.Count > 0 ? sum : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    // Extraction has read every text that can be read as a number; what is still text could mean two numbers, or none.
    private static decimal? Number(ScalarValue value) =>
        value.Kind == ScalarKind.Number
        && decimal.TryParse(value.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private decimal? Decimal(string field, ScalarValue value)
    {
        var number = Number(value);
        if (number is null)
        {
            dropped(field);
        }

        return number;
    }

    private long? Whole(string field, ScalarValue value)
    {
        if (Number(value) is { } number && number == decimal.Truncate(number) && Math.Abs(number) < long.MaxValue)
        {
            return (long)number;
        }

        dropped(field);
        return null;
    }

    private static JsonElement ToJson(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Number when decimal.TryParse(value.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            => JsonSerializer.SerializeToElement(number),
        ScalarKind.Boolean => JsonSerializer.SerializeToElement(value.Text == "true"),
        _ => JsonSerializer.SerializeToElement(value.Text),
    };
}
