using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Embedded;

namespace ProxyCapi.Tests.Extraction.Discovery.Embedded;

/// <summary>The state of Nuxt 3, whose members are numbers of other entries.</summary>
public class NuxtPayloadTests
{
    private const int MostNodes = 20_000;

    [Theory]
    [InlineData("""[{"order":1},{"number":2,"total":3,"lines":4},"A-1",84.9,[5],{"sku":2}]""", """{"order":{"number":"A-1","total":84.9,"lines":[{"sku":"A-1"}]}}""")]
    [InlineData("""[["ShallowReactive",1],{"a":2},["Ref",3],true]""", """{"a":true}""")]
    [InlineData("""["only"]""", "\"only\"")]
    [InlineData("""[{"a":7,"b":-1,"c":"text","d":1},5]""", """{"a":undefined,"b":undefined,"c":undefined,"d":5}""")]
    public void Unfold_Entries_StandInTheirPlaces(string payload, string expected) =>
        Assert.Equal(expected, NuxtPayload.Unfold(JToken.Parse(payload))!.ToString(Formatting.None));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("5")]
    public void Unfold_WhatIsNoPayload_IsNothing(string payload) => Assert.Null(NuxtPayload.Unfold(JToken.Parse(payload)));

    [Fact]
    public void Unfold_ACircle_Ends() => Assert.True(Count(NuxtPayload.Unfold(JToken.Parse("""[{"a":1},{"b":0,"c":[1,0]}]"""))) <= MostNodes);

    [Fact]
    public void Unfold_EntriesThatDoubleAtEachStep_AreBoundedByNodes()
    {
        // 2^22 places without the bound.
        var payload = new JArray(Enumerable.Range(1, 22).Select(next => new JArray(next, next, next))) { "end" };

        Assert.InRange(Count(NuxtPayload.Unfold(payload)), 1, 3 * MostNodes);
    }

    [Fact]
    public void Unfold_OneListOfAMillionReferences_IsBoundedByNodes()
    {
        var payload = new JArray(new JArray(Enumerable.Repeat(1, 1_000_000)), new JArray(2, 2, 2), "end");

        var unfolded = NuxtPayload.Unfold(payload)!;

        Assert.InRange(((JContainer)unfolded).DescendantsAndSelf().Count(token => token.Type != JTokenType.Undefined), 1, MostNodes);
    }

    private static int Count(JToken? token) => (token as JContainer)?.DescendantsAndSelf().Count() ?? 1;
}
