/** A small metadata document, with what is peculiar to Graph's: aliases, inheritance, bound actions, containers. */
export const csdl = ({
  alertProperties = ['severity', 'status'],
  severities = ['low', 'medium', 'high'],
  extra = '',
} = {}) => `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="entity" Abstract="true">
        <Key><PropertyRef Name="id" /></Key>
        <Property Name="id" Type="Edm.String" Nullable="false" />
      </EntityType>
      <EntityType Name="security">
        <NavigationProperty Name="alerts_v2" Type="Collection(self.alert)" ContainsTarget="true" />
        ${extra}
      </EntityType>
      <EntityType Name="team" BaseType="graph.entity"><Property Name="displayName" Type="Edm.String" /></EntityType>
      <EntityContainer Name="GraphService">
        <EntitySet Name="teams" EntityType="microsoft.graph.team" />
        <Singleton Name="security" Type="microsoft.graph.security" />
      </EntityContainer>
    </Schema>
    <Schema Namespace="microsoft.graph.security" Alias="self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EnumType Name="alertSeverity">${severities.map((name, value) => `<Member Name="${name}" Value="${value}" />`).join('')}</EnumType>
      <EntityType Name="alert" BaseType="graph.entity">
        ${alertProperties.map((name) => `<Property Name="${name}" Type="Edm.String" />`).join('')}
        <NavigationProperty Name="comments" Type="Collection(self.alertComment)" />
      </EntityType>
      <ComplexType Name="alertComment"><Property Name="comment" Type="Edm.String" /></ComplexType>
      <Action Name="runHuntingQuery" IsBound="true">
        <Parameter Name="bindingParameter" Type="graph.security" />
        <Parameter Name="query" Type="Edm.String" />
        <ReturnType Type="self.alertComment" />
      </Action>
      <Action Name="summarise"><Parameter Name="whole" Type="graph.security" /></Action>
      <Function Name="mine" IsBound="true">
        <Parameter Name="bindingParameter" Type="Collection(self.alert)" />
        <ReturnType Type="Collection(self.alert)" />
      </Function>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>`;
