using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Tests.Extraction.Discovery.Fields;

public sealed class NumberedFieldsTests
{
    [Theory]
    [InlineData("input_2", "ines@example.com", "ines@example.com")]
    [InlineData("wpforms[fields][1]", " ines@example.com ", "ines@example.com")]
    [InlineData("wpforms[fields][1]", "ines at example", null)]
    [InlineData("comment", "ines@example.com", null)]
    [InlineData("input_comment", "ines@example.com", null)]
    public void Email_OfOneField_IsItsAddressIfTheNameIsANumber(string name, string value, string? expected) =>
        Assert.Equal(expected, NumberedFields.Email([new(name, value)]));

    [Fact]
    public void Email_OfTwoAddresses_IsNobodys() => Assert.Null(NumberedFields.Email([new("input_1", "a@example.com"), new("input_2", "b@example.com")]));

    [Fact]
    public void Email_WrittenTwice_IsOne() => Assert.Equal("A@example.com", NumberedFields.Email([new("input_1", "a@example.com"), new("input_2", "A@example.com")]));
}
