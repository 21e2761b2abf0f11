using System.Text;

namespace ProxyCapi.Extraction.Documents;

/// <summary>Encodings by the labels that pages use, as browsers understand them (encoding.spec.whatwg.org, section 4.2).</summary>
internal static class CharsetLabels
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What browsers read where a page says nothing and is not UTF-8.</summary>
    public static Encoding Windows1252 { get; } = CodePage("windows-1252");

    /// <summary>The encoding of a label, or <see langword="null"/> if browsers know none of that name.</summary>
    public static Encoding? Find(string? label) => (label ?? "").Trim().Trim('"', '\'').ToLowerInvariant() switch
    {
        "" => null,
        "utf-8" or "utf8" or "unicode-1-1-utf-8" or "x-unicode20utf8" => Utf8,
        "utf-16" or "utf-16le" or "unicode" or "ucs-2" or "iso-10646-ucs-2" => Encoding.Unicode,
        "utf-16be" => Encoding.BigEndianUnicode,
        "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "l1" or "ascii" or "us-ascii" or "ansi_x3.4-1968" or "cp1252" or "x-cp1252" or "windows-1252" => Windows1252,
        "iso-8859-9" or "iso8859-9" or "latin5" or "cp1254" or "windows-1254" => CodePage("windows-1254"),
        "iso-8859-11" or "tis-620" or "windows-874" => CodePage("windows-874"),
        "shift_jis" or "shift-jis" or "sjis" or "x-sjis" or "ms_kanji" or "windows-31j" or "ms932" => CodePage("shift_jis"),
        "euc-jp" or "x-euc-jp" => CodePage("euc-jp"),
        "iso-2022-jp" => CodePage("iso-2022-jp"),
        "gb2312" or "gbk" or "gb_2312-80" or "chinese" or "x-gbk" => CodePage("gb2312"),
        "gb18030" => CodePage("gb18030"),
        "big5" or "big5-hkscs" or "x-x-big5" => CodePage("big5"),
        "euc-kr" or "ks_c_5601-1987" or "korean" or "windows-949" => CodePage("ks_c_5601-1987"),
        var other => Known(other),
    };

    private static Encoding? Known(string label)
    {
        // The rest of the list has the same names in .NET: iso-8859-n, windows-125n, koi8-r, macintosh, ibm866.
        var name = label.StartsWith("cp125", StringComparison.Ordinal) ? "windows-" + label[2..]
            : label.StartsWith("iso8859", StringComparison.Ordinal) ? "iso-8859" + label[7..]
            : label == "latin2" ? "iso-8859-2" : label == "latin9" ? "iso-8859-15" : label;
        return CodePagesEncodingProvider.Instance.GetEncoding(name);
    }

    private static Encoding CodePage(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name) ?? throw new InvalidOperationException($"The framework lost the encoding {name}.");
}
