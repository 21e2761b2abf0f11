namespace Shop.Pixel;

/// <summary>Section <c>Shop:Pixel</c>: the Meta pixel in the shop's pages.</summary>
public sealed class PixelOptions
{
    /// <summary>Whether pages carry the pixel.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Its number, digits only.</summary>
    /// <value>The default value is <c>1234567890</c>.</value>
    public string Id { get; set; } = "1234567890";

    /// <summary>Whether calls carry an <c>eventID</c>. Without it, Meta cannot tell that a browser's and a server's event are the same one.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool EventId { get; set; } = true;
}
