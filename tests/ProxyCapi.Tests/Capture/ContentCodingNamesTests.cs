using ProxyCapi.Capture;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Capture;

public class ContentCodingNamesTests
{
    [Fact]
    public void All_Names_AreThoseThatCanBeUndone()
    {
        foreach (var name in ContentCodingNames.All)
        {
            Assert.IsNotType<NotSupportedException>(Record.Exception(() => ContentCodings.Unpack([1, 2, 3], name, 100)));
        }
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("GZIP", true)]
    [InlineData("gzip, br", true)]
    [InlineData(" identity ,", true)]
    [InlineData("compress", false)]
    [InlineData("gzip, dcb", false)]
    public void AreKnown_Field_SaysWhetherEveryCodingIs(string? field, bool expected) => Assert.Equal(expected, ContentCodingNames.AreKnown(field));
}
