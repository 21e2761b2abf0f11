using System.Text.Json;

namespace ProxyCapi.Conversions;

/// <summary><c>custom_data</c> (meta-capi.md section 4): what was bought.</summary>
public sealed class CustomData
{
    /// <summary><c>value</c>: the amount in <see cref="Currency"/>. Zero is a value.</summary>
    public decimal? Value { get; set; }

    /// <summary><c>currency</c>: ISO 4217, upper case.</summary>
    public string? Currency { get; set; }

    /// <summary><c>order_id</c>.</summary>
    public string? OrderId { get; set; }

    /// <summary><c>contents</c>: the lines.</summary>
    public IList<Content> Contents { get; } = [];

    /// <summary><c>content_ids</c>; where it is empty the ids of <see cref="Contents"/> are sent.</summary>
    public IList<string> ContentIds { get; } = [];

    /// <summary><c>content_type</c>: <c>product</c> (the default where there are ids) or <c>product_group</c>.</summary>
    public string? ContentType { get; set; }

    /// <summary><c>content_name</c>.</summary>
    public string? ContentName { get; set; }

    /// <summary><c>content_category</c>.</summary>
    public string? ContentCategory { get; set; }

    /// <summary><c>num_items</c>; where it is not set and all quantities are known, their sum is sent.</summary>
    public long? NumItems { get; set; }

    /// <summary><c>search_string</c>.</summary>
    public string? SearchString { get; set; }

    /// <summary><c>status</c>.</summary>
    public string? Status { get; set; }

    /// <summary><c>predicted_ltv</c>.</summary>
    public decimal? PredictedLtv { get; set; }

    /// <summary><c>net_revenue</c>.</summary>
    public decimal? NetRevenue { get; set; }

    /// <summary><c>delivery_category</c>: <c>in_store</c>, <c>curbside</c> or <c>home_delivery</c>.</summary>
    public string? DeliveryCategory { get; set; }

    /// <summary><c>customer_segmentation</c> (meta-capi.md section 2).</summary>
    public string? CustomerSegmentation { get; set; }

    /// <summary>Custom properties by name: text, numbers, booleans, or lists of them. Names that Meta reserves are not sent.</summary>
    public IDictionary<string, JsonElement> Properties { get; } = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);

    internal CustomData Clone()
    {
        var copy = new CustomData
        {
            Value = Value,
            Currency = Currency,
            OrderId = OrderId,
            ContentType = ContentType,
            ContentName = ContentName,
            ContentCategory = ContentCategory,
            NumItems = NumItems,
            SearchString = SearchString,
            Status = Status,
            PredictedLtv = PredictedLtv,
            NetRevenue = NetRevenue,
            DeliveryCategory = DeliveryCategory,
            CustomerSegmentation = CustomerSegmentation,
        };
        foreach (var content in Contents)
        {
            copy.Contents.Add(content.Clone());
        }

        foreach (var id in ContentIds)
        {
            copy.ContentIds.Add(id);
        }

        foreach (var (name, value) in Properties)
        {
            copy.Properties[name] = value;
        }

        return copy;
    }
}
