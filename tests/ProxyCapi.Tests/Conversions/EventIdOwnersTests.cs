using ProxyCapi.Conversions;

namespace ProxyCapi.Tests.Conversions;

public sealed class EventIdOwnersTests
{
    private readonly EventIdOwners _owners = new(most: 3);

    [Fact]
    public void IsOwn_SameOrderAgain_IsIts() => AssertSequence((Event("1", order: "7"), true), (Event("1", order: "7", browser: "other"), true));

    [Fact]
    public void IsOwn_AnotherOrder_IsNot() => AssertSequence((Event("1", order: "7"), true), (Event("1", order: "8"), false), (Event("1", order: "7"), true));

    [Fact]
    public void IsOwn_AnotherVisitorWithoutAnOrder_IsNot() => AssertSequence((Event("1", browser: "a"), true), (Event("1", browser: "b"), false));

    [Fact]
    public void IsOwn_VisitorWhoGotHisCookieSince_IsTheSame() => AssertSequence((Event("1"), true), (Event("1", browser: "a"), true));

    [Fact]
    public void IsOwn_OtherAddressWithoutACookie_IsAnother() => AssertSequence((Event("1"), true), (Event("1", address: "203.0.113.9"), false));

    [Fact]
    public void IsOwn_OrderThatCouldNotBeReadOnce_IsNoOther() => AssertSequence((Event("1", order: "7", browser: "a"), true), (Event("1", browser: "b"), true));

    [Fact]
    public void IsOwn_SameIdForAnotherEvent_IsItsOwn() => AssertSequence((Event("1", order: "7"), true), (Event("1", order: "8", name: "Lead"), true));

    [Fact]
    public void IsOwn_BeyondTheBound_ForgetsTheOldest() =>
        AssertSequence((Event("1", order: "1"), true), (Event("2", order: "2"), true), (Event("3", order: "3"), true), (Event("4", order: "4"), true), (Event("1", order: "9"), true), (Event("4", order: "9"), false));

    private void AssertSequence(params (ServerEvent Event, bool IsOwn)[] steps) => Assert.All(steps, step => Assert.Equal(step.IsOwn, _owners.IsOwn(step.Event)));

    private static ServerEvent Event(string id, string? order = null, string? browser = null, string address = "203.0.113.7", string name = "Purchase")
    {
        var source = new ServerEvent { EventName = name, EventTime = DateTimeOffset.UnixEpoch, ActionSource = "website", EventId = id };
        source.CustomData.OrderId = order;
        source.UserData.Fbp = browser;
        source.UserData.ClientIpAddress = address;
        source.UserData.ClientUserAgent = "agent";
        return source;
    }
}
