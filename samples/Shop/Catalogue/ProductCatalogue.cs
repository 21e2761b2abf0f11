using System.Collections.Frozen;

namespace Shop.Catalogue;

/// <summary>Everything the shop sells.</summary>
public static class ProductCatalogue
{
    /// <summary>In the order of the listing.</summary>
    public static IReadOnlyList<Product> Products { get; } =
    [
        new("LMP-TBL-01", "fjord", 89.00m,
            new("Fjord table lamp", "Tischleuchte Fjord"),
            new("Opal glass on solid ash", "Opalglas auf massiver Esche"),
            new("A quiet, glare-free light for a desk or a bedside. The shade is mouth-blown opal glass, the foot is turned from one piece of ash.",
                "Ein ruhiges, blendfreies Licht für Schreibtisch und Bett. Der Schirm ist aus mundgeblasenem Opalglas, der Fuß aus einem Stück Esche gedrechselt.")),
        new("LMP-FLR-02", "birch", 249.00m,
            new("Birch floor lamp", "Stehleuchte Birke"),
            new("A tripod with a linen shade", "Dreibein mit Leinenschirm"),
            new("Three legs of steam-bent birch carry a shade of washed linen. It turns a corner into the place where everyone wants to read.",
                "Drei Beine aus dampfgebogener Birke tragen einen Schirm aus gewaschenem Leinen. So wird aus einer Ecke der Platz, an dem alle lesen wollen.")),
        new("LMP-PND-03", "dome", 179.50m,
            new("Dome pendant", "Pendelleuchte Dom"),
            new("Spun aluminium, matt green", "Gedrücktes Aluminium, mattgrün"),
            new("Hung low over a table, the deep dome keeps the light on the plates and out of your eyes. With two metres of textile cable.",
                "Tief über dem Tisch hält die hohe Kuppel das Licht auf den Tellern und aus den Augen. Mit zwei Metern Textilkabel.")),
        new("CHR-OAK-04", "harbour", 1249.00m,
            new("Harbour lounge chair", "Loungesessel Hafen"),
            new("Oiled oak and wool", "Geölte Eiche und Wolle"),
            new("A wide seat, a low back and arms you can put a cup on. The frame is oiled oak, the cover comes off and can be washed.",
                "Breiter Sitz, niedriger Rücken und Lehnen, auf denen eine Tasse steht. Das Gestell ist aus geölter Eiche, der Bezug ist abnehmbar und waschbar.")),
        new("DSK-OAK-05", "kontor", 1890.00m,
            new("Kontor writing desk", "Schreibtisch Kontor"),
            new("Two drawers, one long board", "Zwei Schubladen, eine lange Platte"),
            new("The top is cut from a single oak board and keeps its grain from edge to edge. Cables leave through a brass ring at the back.",
                "Die Platte ist aus einer einzigen Eichenbohle und behält ihre Maserung von Kante zu Kante. Kabel verschwinden durch einen Messingring.")),
        new("CLK-WAL-06", "noon", 64.90m,
            new("Noon wall clock", "Wanduhr Mittag"),
            new("No ticking, only time", "Kein Ticken, nur Zeit"),
            new("A silent sweep movement behind a face of pressed paper. Easy to read from across the kitchen.",
                "Ein lautloses Uhrwerk hinter einem Zifferblatt aus gepresstem Papier. Gut lesbar quer durch die Küche.")),
        new("VAS-CER-07", "dune", 39.95m,
            new("Dune vase", "Vase Düne"),
            new("Stoneware, thrown by hand", "Steinzeug, von Hand gedreht"),
            new("No two are alike: the glaze runs as it likes in the kiln. Watertight, and at home with a single branch.",
                "Keine gleicht der anderen: Die Glasur läuft im Ofen, wie sie will. Wasserdicht, und schon mit einem einzigen Zweig schön.")),
        new("CND-SET-08", "ember", 24.50m,
            new("Ember candle set", "Kerzenset Glut"),
            new("Three candles of rapeseed wax", "Drei Kerzen aus Rapswachs"),
            new("Poured in small batches, without scent. They burn for about twenty hours each and leave nothing behind.",
                "In kleinen Mengen gegossen, ohne Duft. Jede brennt rund zwanzig Stunden und hinterlässt nichts.")),
    ];

    private static readonly FrozenDictionary<string, Product> BySku = Products.ToFrozenDictionary(product => product.Sku);
    private static readonly FrozenDictionary<string, Product> BySlug = Products.ToFrozenDictionary(product => product.Slug);

    public static Product? FindBySku(string sku) => BySku.GetValueOrDefault(sku);

    public static Product? FindBySlug(string slug) => BySlug.GetValueOrDefault(slug);
}
